package io.streamsight.cli;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** Takes in a body, and fails with {@link AnswerTooLargeException} at the first byte too many. */
final class LimitedBytes implements BodySubscriber<byte[]> {
  private final BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
  private final long limit;
  private long left;
  private Subscription subscription;

  LimitedBytes(long limit) {
    this.limit = limit;
    left = limit;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return bytes.getBody();
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription = given;
    bytes.onSubscribe(given);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (left < 0) {
      return;
    }
    left -= buffers.stream().mapToLong(ByteBuffer::remaining).sum();
    if (left < 0) {
      subscription.cancel();
      bytes.onError(new AnswerTooLargeException("An answer", limit));
    } else {
      bytes.onNext(buffers);
    }
  }

  @Override
  public void onError(Throwable e) {
    bytes.onError(e);
  }

  @Override
  public void onComplete() {
    bytes.onComplete();
  }
}
