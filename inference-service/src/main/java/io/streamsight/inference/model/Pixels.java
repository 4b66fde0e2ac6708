package io.streamsight.inference.model;

import ai.onnxruntime.OnnxTensor;
import java.nio.ByteBuffer;

/**
 * One image as a net's input, valid until its {@link PixelBuffers} are filled again.
 *
 * @param bytes uint8 {@code [height, width, 3]}
 * @param tensor the same memory, {@code [1, height, width, 3]}
 */
public record Pixels(ByteBuffer bytes, OnnxTensor tensor) {}
