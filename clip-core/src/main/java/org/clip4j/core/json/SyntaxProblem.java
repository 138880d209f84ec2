package org.clip4j.core.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a text of JSON or YAML has wrong, in the words of who wrote it and not of its parser. */
public final class SyntaxProblem {

  /** A parser's words, and what is said in their place. */
  private record Wording(Pattern found, String said) {
    static Wording of(String regex, String said) {
      return new Wording(Pattern.compile(regex, Pattern.DOTALL), said);
    }
  }

  private static final List<Wording> WORDINGS =
      List.of(
          Wording.of(", from `[^`]*`", ""),
          Wording.of("\\s*\\((start marker|for \\w+ starting) at \\[[^\\]]*\\]\\)", ""),
          Wording.of("(a valid value )?\\(JSON String[^)]*\\)", "a value"),
          Wording.of(": enable `[^`]*` to allow", ""),
          Wording.of("Trailing token \\(.*", "something stands behind its end"),
          Wording.of("Unexpected end-of-input", "it ends too early"),
          Wording.of("close marker for Object", "}"),
          Wording.of("close marker for Array", "]"),
          Wording.of("close marker '(.)'", "$1"),
          Wording.of("no open \\w+ to close", "there is nothing to close"),
          Wording.of("\\(\\(CTRL-CHAR, code (\\d+)\\)\\)", "of code $1"),
          Wording.of("Duplicate field", "Duplicate key"),
          Wording.of("field name", "key"),
          Wording.of("Expected a key \\(Scalar.*", "a key has to be a plain word"),
          Wording.of("expected <block end>.*", "this line's indentation fits to no line above"),
          Wording.of("<stream end>", "the end of the text"),
          Wording.of("found unexpected end of stream", "the text ends too early"),
          Wording.of(
              "mapping values are not allowed here",
              "a second colon; a text with a colon has to be in quotes"),
          Wording.of("found character '\\\\t.*", "a tab; indent with spaces"),
          Wording.of(
              "found character '(.)' that cannot start any token.*",
              "nothing can begin with $1; put it in quotes"));

  /** Lines in which the YAML parser says where it is and quotes the text. */
  private static final Pattern PLACE =
      Pattern.compile("(?m)^( in .*, (line \\d+, column \\d+).*| {4}.*)$");

  private SyntaxProblem() {}

  /** The problem on one line, with its place in the text where that is known. */
  public static String describe(JsonProcessingException e) {
    String place = place(e.getOriginalMessage(), e.getLocation());
    return describeWithoutPlace(e) + (place.isEmpty() ? "" : " (" + place + ")");
  }

  /** The problem alone. */
  public static String describeWithoutPlace(JsonProcessingException e) {
    // The YAML parser tells first what it was doing, last what is wrong.
    String problem =
        PLACE
            .matcher(e.getOriginalMessage())
            .replaceAll("")
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .reduce((first, last) -> last)
            .orElse("it cannot be read");
    for (Wording wording : WORDINGS) {
      problem = wording.found.matcher(problem).replaceAll(wording.said);
    }
    return problem;
  }

  private static String place(String message, JsonLocation location) {
    String place =
        location == null
            ? ""
            : "line " + location.getLineNr() + ", column " + location.getColumnNr();
    Matcher own = PLACE.matcher(message);
    while (own.find()) {
      place = own.group(2) == null ? place : own.group(2);
    }
    return place;
  }
}
