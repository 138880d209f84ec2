package org.clip4j.encoders.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.clip4j.core.json.ConfigException;
import org.clip4j.core.json.StrictReader;
import org.clip4j.data.image.PreprocessConfig;
import org.clip4j.data.image.ResizeFilter;
import org.clip4j.data.image.ResizeMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HuggingFacePreprocessTest {

  private static PreprocessConfig read(String json) {
    return HuggingFacePreprocess.read(
        new Keys(Path.of("p.json"), "", StrictReader.parse(json.replace('\'', '"'), "p.json")));
  }

  @Test
  void everyWayToGiveASizeIsRead() {
    assertEquals(PreprocessConfig.clip(224), read("{}"));
    assertEquals(PreprocessConfig.clip(64), read("{'size':64,'crop_size':64}"));
    assertEquals(
        PreprocessConfig.clip(64),
        read("{'size':{'shortest_edge':64},'crop_size':{'height':64,'width':64}}"));
    PreprocessConfig squashed = read("{'size':{'height':64,'width':64},'do_center_crop':false}");
    assertEquals(ResizeMode.SQUASH, squashed.resizeMode());
    assertEquals(64, squashed.size());
    // As OpenAI's own files are.
    assertEquals(
        PreprocessConfig.clip(224),
        read(
            "{'crop_size':224,'do_center_crop':true,'do_normalize':true,'do_resize':true,"
                + "'feature_extractor_type':'CLIPFeatureExtractor','resample':3,'size':224,"
                + "'image_mean':[0.48145466,0.4578275,0.40821073],"
                + "'image_std':[0.26862954,0.26130258,0.27577711]}"));
  }

  @Test
  void everyValueIsRead() {
    PreprocessConfig read =
        read("{'resample':2,'image_mean':[0.1,0.2,0.3],'image_std':0.5,'do_normalize':true}");
    assertEquals(ResizeFilter.BILINEAR, read.interpolation());
    assertEquals(List.of(0.1, 0.2, 0.3), read.mean());
    assertEquals(List.of(0.5, 0.5, 0.5), read.std());
    PreprocessConfig raw = read("{'do_normalize':false,'image_mean':[0.1,0.2,0.3]}");
    assertEquals(List.of(0.0, 0.0, 0.0), raw.mean());
    assertEquals(List.of(1.0, 1.0, 1.0), raw.std());
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    for (ResizeFilter filter : ResizeFilter.values()) {
      for (ResizeMode mode : List.of(ResizeMode.SHORTEST, ResizeMode.SQUASH)) {
        PreprocessConfig config =
            new PreprocessConfig(
                48, List.of(0.5, 0.25, 0.1), List.of(0.2, 0.3, 0.4), filter, mode, 0);
        assertEquals(config, read(HuggingFacePreprocess.write(config).toString()));
      }
    }
    PreprocessConfig padded =
        new PreprocessConfig(
            48,
            List.of(0.5, 0.25, 0.1),
            List.of(0.2, 0.3, 0.4),
            ResizeFilter.BICUBIC,
            ResizeMode.LONGEST,
            0);
    ConfigException e =
        assertThrows(ConfigException.class, () -> HuggingFacePreprocess.write(padded));
    assertTrue(e.getMessage().contains("resize_mode"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'size':256} -> size is 256 and crop_size is absent (224): pictures whose edge is cut off"
            + " are not supported; supported is the same number for both",
        "{'size':{'shortest_edge':256},'crop_size':{'height':224,'width':224}} ->"
            + " size.shortest_edge is 256 and crop_size is 224:",
        "{'size':{'height':256,'width':256},'crop_size':224} -> size.height is 256 and crop_size is"
            + " 224:",
        "{'crop_size':256} -> size is absent (224) and crop_size is 256:",
        "{'size':{'shortest_edge':224,'longest_edge':448}} -> size.longest_edge is 448",
        "{'size':{'height':224,'width':200}} -> size.width is 200",
        "{'size':'large'} -> size is 'large', expected a whole number",
        "{'size':0,'crop_size':0} -> size: 0",
        "{'size':[224]} -> size is [224]",
        "{'do_resize':false} -> do_resize is false",
        "{'do_resize':1} -> do_resize is 1, expected true or false",
        "{'do_center_crop':false} -> do_center_crop is false",
        "{'do_rescale':false} -> do_rescale is false",
        "{'do_convert_rgb':false} -> do_convert_rgb is false",
        "{'do_pad':true} -> do_pad is true",
        "{'do_random_flip':true} -> do_random_flip is true",
        "{'rescale_factor':1} -> rescale_factor is 1",
        "{'resample':1} -> resample is 1",
        "{'image_mean':[0.5]} -> image_mean is [0.5], expected three numbers",
        "{'image_mean':[0.5,'x',1]} -> image_mean",
        "{'image_std':[0.5,0,1]} -> std",
        "{'image_processor_type':'ViTImageProcessor'} -> image_processor_type is 'ViTImage",
      })
  void whatCannotBeDoneHereIsRefusedByTheKey(String line) {
    String[] parts = line.split(" -> ");
    ConfigException e = assertThrows(ConfigException.class, () -> read(parts[0]));
    assertTrue(e.getMessage().startsWith("p.json: "), e.getMessage());
    assertTrue(e.getMessage().replace('"', '\'').contains(parts[1]), e.getMessage());
  }
}
