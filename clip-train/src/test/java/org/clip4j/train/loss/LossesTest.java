package org.clip4j.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clip4j.core.kernels.Kernels;
import org.clip4j.core.tensor.Arena;
import org.clip4j.core.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossesTest {

  @Test
  void thoseOfThisLibraryAreThere() {
    assertInstanceOf(InfoNceLoss.class, Losses.named("infonce"));
    assertInstanceOf(SigmoidLoss.class, Losses.named("sigmoid"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"infonse", "InfoNCE"})
  void anUnknownNameIsAnsweredWithTheNearest(String name) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Losses.named(name));
    assertTrue(e.getMessage().contains("did you mean 'infonce'?"), e.getMessage());
  }

  @Test
  void anotherArchiveAddsItsOwn(@TempDir Path folder) throws IOException {
    withArchive(
        folder, Mine.class, () -> assertInstanceOf(Mine.class, Losses.named("mine").withTile(3)));
    assertThrows(IllegalArgumentException.class, () -> Losses.named("mine"));
  }

  @Test
  void twoOfOneNameAreRefused(@TempDir Path folder) throws IOException {
    withArchive(
        folder,
        SecondInfoNce.class,
        () -> {
          IllegalArgumentException e =
              assertThrows(IllegalArgumentException.class, () -> Losses.named("infonce"));
          assertTrue(e.getMessage().contains(SecondInfoNce.class.getName()), e.getMessage());
          assertTrue(e.getMessage().contains(InfoNceLoss.class.getName()), e.getMessage());
        });
  }

  private static void withArchive(Path folder, Class<?> loss, Runnable work) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(ContrastiveLoss.class.getName()), loss.getName() + "\n");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    URL[] urls = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, LossesTest.class.getClassLoader())) {
      thread.setContextClassLoader(loader);
      work.run();
    } finally {
      thread.setContextClassLoader(before);
    }
    assertEquals(before, thread.getContextClassLoader());
  }

  /** A loss that is always 1. */
  public static class Mine implements ContrastiveLoss {
    @Override
    public String name() {
      return "mine";
    }

    @Override
    public Result compute(
        Kernels kernels, Arena arena, LossInputs inputs, Tensor dImages, Tensor dTexts) {
      dImages.zero();
      dTexts.zero();
      return new Result(1, 0, 0);
    }
  }

  /** Takes a name that is taken. */
  public static final class SecondInfoNce extends Mine {
    @Override
    public String name() {
      return "infonce";
    }
  }
}
