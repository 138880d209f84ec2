package org.clip4j.data.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessConfigTest {
  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text);
  }

  @Test
  void absentKeysTakeOpenClipsValues() throws JsonProcessingException {
    assertEquals(
        PreprocessConfig.clip(224), PreprocessConfig.fromJson(MissingNode.getInstance(), 224));
    PreprocessConfig read =
        PreprocessConfig.fromJson(
            json(
                "{\"mean\": [0.48145466, 0.4578275, 0.40821073], \"std\": [0.26862954, 0.26130258,"
                    + " 0.27577711], \"interpolation\": null}"),
            32);
    assertEquals(PreprocessConfig.clip(32), read);
  }

  @Test
  void everyKeyIsReadAndWrittenBack() throws JsonProcessingException {
    String text =
        "{\"size\":[336,336],\"mode\":\"RGB\",\"mean\":0.5,\"std\":[0.5,0.25,1],\"interpolation\":\"bilinear\","
            + "\"resize_mode\":\"longest\",\"fill_color\":9}";
    PreprocessConfig config = PreprocessConfig.fromJson(json(text), 224);
    assertEquals(336, config.size());
    assertEquals(List.of(0.5, 0.5, 0.5), config.mean());
    assertEquals(ResizeFilter.BILINEAR, config.interpolation());
    assertEquals(ResizeMode.LONGEST, config.resizeMode());
    assertEquals(9, config.fillColor());
    assertEquals(config, PreprocessConfig.fromJson(config.toJson(), 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "resize_mode: expected one of shortest, longest, squash, not 'crop' |"
            + " {\"resize_mode\": \"crop\"}",
        "resize_mode | {\"resize_mode\": 1}",
        "unknown key 'resizemode'; did you mean 'resize_mode'? | {\"resizemode\": \"squash\"}",
        "fill_color: expected a whole number, not '9' | {\"fill_color\": \"9\"}",
        "expected a group of keys and values | [1]",
        "size | {\"size\": [224, 336]}",
        "size | {\"size\": 0}",
        "size | {\"size\": 1e9}",
        "size | {\"size\": \"224\"}",
        "mode | {\"mode\": \"L\"}",
        "mean | {\"mean\": [1, 2]}",
        "mean | {\"mean\": [1, 2, \"x\"]}",
        "mean | {\"mean\": {\"a\": 1}}",
        "std | {\"std\": [1, 0, 1]}",
        "interpolation | {\"interpolation\": \"lanczos\"}",
        "resize_mode | {\"resize_mode\": 3}",
        "fill_color | {\"fill_color\": 256}",
        "fill_color | {\"fill_color\": 0.5}",
        "crop_pct | {\"crop_pct\": 0.9}"
      })
  void refusalsNameTheKey(String key, String text) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> PreprocessConfig.fromJson(json(text), 224));
    assertTrue(e.getMessage().startsWith("preprocess_cfg: "), e.getMessage());
    assertTrue(e.getMessage().contains(key), e.getMessage());
  }
}
