package org.clip4j.train.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import freemarker.core.HTMLOutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.SimpleObjectWrapper;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.clip4j.core.Sha256;

/** One HTML page that needs nothing but a browser, from a template beside this class. */
final class HtmlPage {

  private static final ObjectMapper PLAIN = new ObjectMapper();

  private HtmlPage() {}

  /** Writes a page; an older one stays whole until the new one is. */
  static void write(String page, Path file) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".part");
    // Not writeString: text that is no valid Unicode is replaced, not refused.
    Files.write(aside, page.getBytes(StandardCharsets.UTF_8));
    Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Fills a template in.
   *
   * @param name of the template; it may use {@code style}, {@code script} and {@code scriptHash}
   *     beside the view's components
   * @param view a record of texts, numbers, lists and such records
   */
  static String render(String name, Object view) throws IOException {
    // Plain maps, lists and texts: the template then has no object whose methods it could reach.
    Map<String, Object> model =
        PLAIN.convertValue(view, new TypeReference<Map<String, Object>>() {});
    String style = resource("report.css");
    String script = resource("report.js");
    StringWriter page = new StringWriter();
    try {
      model.put("style", HTMLOutputFormat.INSTANCE.fromMarkup(style));
      model.put("script", HTMLOutputFormat.INSTANCE.fromMarkup(script));
      model.put("scriptHash", sha256(script));
      template(name).process(model, page);
    } catch (TemplateException e) {
      throw new IllegalStateException("The template " + name + " does not fit its data", e);
    }
    return page.toString();
  }

  private static Template template(String name) throws IOException {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_33);
    configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
    configuration.setAutoEscapingPolicy(Configuration.FORCE_AUTO_ESCAPING_POLICY);
    configuration.setObjectWrapper(new SimpleObjectWrapper(Configuration.VERSION_2_3_33));
    configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    configuration.setLocale(Locale.ROOT);
    return new Template(name, resource(name), configuration);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("clip-train's jar lacks " + name + ": build it again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String sha256(String text) {
    byte[] digest = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(digest);
  }
}
