package org.clip4j.core.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class SafetensorsSetTest {

  private static final String NAME = "model.safetensors";

  @TempDir Path folder;

  @BeforeEach
  void writeParts() throws IOException {
    Safetensors.write(
        folder.resolve("a.safetensors"),
        Map.of("x", Nd4j.scalar(1f), "y", Nd4j.scalar(2f)),
        Map.of());
    Safetensors.write(folder.resolve("b.safetensors"), Map.of("z", Nd4j.scalar(3f)), Map.of());
  }

  @Test
  void tensorsAreFoundWhereverTheyAre() throws IOException {
    index("{'metadata':{'total_size':12},'weight_map':{'x':'a','y':'a','z':'b'}}");
    SafetensorsSet set = SafetensorsSet.open(folder, NAME);
    assertEquals(Set.of("x", "y", "z"), set.tensors().keySet());
    assertEquals(folder.resolve("b.safetensors"), set.file("z"));
    assertEquals(3, set.read("z").getDouble(0));
    var into = Nd4j.scalar(DataType.FLOAT, 0);
    set.readInto("y", into);
    assertEquals(2, into.getDouble(0));
  }

  @Test
  void theFileItselfComesBeforeAnIndex() throws IOException {
    index("{'weight_map':{'x':'a','y':'a','z':'b'}}");
    Safetensors.write(folder.resolve(NAME), Map.of("w", Nd4j.scalar(4f)), Map.of());
    assertEquals(Set.of("w"), SafetensorsSet.open(folder, NAME).tensors().keySet());
  }

  @Test
  void neitherIsSaid() {
    NoSuchFileException e =
        assertThrows(NoSuchFileException.class, () -> SafetensorsSet.open(folder, NAME));
    assertTrue(e.getMessage().contains("model.safetensors.index.json"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'weight_map':{'x':'a','y':'a'}} -> ok",
        "{'weight_map':{'x':'a','z':'b'}} -> tensor 'y': model.safetensors.index.json does not",
        "{'weight_map':{'x':'a','y':'b','z':'b'}} -> tensor 'y': model.safetensors.index.json says",
        "{'weight_map':{'x':'a','y':'a','w':'b','z':'b'}} -> tensor 'w': is not in 'b",
        "{'weight_map':{'x':'a','y':'a','y':'b','z':'b'}} -> not valid JSON: Duplicate",
        "{'weight_map':{'x':'../a'}} -> tensor 'x': is said to be in '../a.safetensors', expected",
        "{'weight_map':{'x':'/etc/a'}} -> expected the plain name",
        "{'weight_map':{'x':'c:a'}} -> expected the plain name",
        "{'weight_map':{'x':'d\\\\a'}} -> expected the plain name",
        "{'weight_map':{'x':'.'}} -> expected the plain name",
        "{'weight_map':{'x':'nowhere'}} -> nowhere.safetensors: no such file",
        "{'weight_map':{'x':['a']}} -> expected a file's name for the tensor 'x'",
        "{'weight_map':['x']} -> expected an object in weight_map",
        "{'weights':{}} -> has no weight_map",
        "['weight_map'] -> expected a JSON object",
        "{'weight_map':{}}{} -> something follows",
        "{'weight_map':{'x':'a' -> not valid JSON",
        " -> expected a JSON object",
      })
  void anIndexThatDoesNotAgreeIsRefused(String line) throws IOException {
    String[] parts = line.split(" -> ");
    index(parts[0]);
    if (parts[1].equals("ok")) {
      assertEquals(2, SafetensorsSet.open(folder, NAME).tensors().size());
      return;
    }
    SafetensorsException e =
        assertThrows(SafetensorsException.class, () -> SafetensorsSet.open(folder, NAME));
    assertTrue(e.getMessage().replace('"', '\'').contains(parts[1]), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  /** Names of files are given without their ending. */
  private void index(String json) throws IOException {
    String full = json.replaceAll("(':|\\[)'([^']*)'", "$1'$2.safetensors'");
    Files.writeString(folder.resolve(NAME + SafetensorsSet.INDEX_SUFFIX), full.replace('\'', '"'));
  }
}
