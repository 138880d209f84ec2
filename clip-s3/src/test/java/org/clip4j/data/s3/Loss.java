package org.clip4j.data.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to a server on which connections are lost after so many bytes of its answers. */
final class Loss implements AutoCloseable {

  private final ServerSocket listening;
  private final int server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Integer> losses = new ConcurrentLinkedQueue<>();
  private final AtomicInteger lost = new AtomicInteger();

  Loss(int server) throws IOException {
    this.server = server;
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  int lost() {
    return lost.get();
  }

  /** The next answers that are as long are cut off there. */
  void loseAfter(Integer... bytes) {
    losses.addAll(java.util.List.of(bytes));
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Socket there = new Socket(InetAddress.getLoopbackAddress(), server);
        threads.execute(() -> copy(client, there, false));
        threads.execute(() -> copy(there, client, true));
      }
    } catch (IOException e) {
      // Closed.
      return;
    }
  }

  private void copy(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[8192];
    long done = 0;
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
        done += count;
        Integer loss = losses.peek();
        if (answers && loss != null && done >= loss && losses.remove(loss)) {
          lost.incrementAndGet();
          return;
        }
      }
    } catch (IOException e) {
      // One side is gone; so is the other.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    threads.shutdownNow();
  }
}
