package io.streamsight.inference.http.v2;

import java.util.Set;

/**
 * What of an inference request matters here.
 *
 * @param id null when it has none
 * @param shape of the images as the request claims it
 * @param outputs names in the order in which they were asked for
 */
record InferenceRequest(String id, long[] shape, Pixels images, Set<String> outputs) {}
