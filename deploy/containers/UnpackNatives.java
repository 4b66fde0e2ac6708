import ai.djl.engine.Engine;

/** Has DJL unpack PyTorch's native code into {@code DJL_CACHE_DIR}, and prove that it loads. */
class UnpackNatives {
  public static void main(String[] args) {
    System.out.println("Unpacked " + Engine.getInstance());
  }
}
