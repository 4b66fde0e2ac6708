package io.streamsight.inference.stream;

import io.streamsight.inference.classify.Answer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What becomes of a request, and the record that tells it. */
record Reply(Answer answer, ProducerRecord<byte[], byte[]> record) {}
