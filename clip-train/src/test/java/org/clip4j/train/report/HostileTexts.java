package org.clip4j.train.report;

import java.util.List;

/** Captions and names that would be more than text to a page, or to the template it is made by. */
final class HostileTexts {

  private HostileTexts() {}

  static List<String> all() {
    return List.of(
        "<script>alert(1)</script>",
        "</title><script>alert(1)</script>",
        "\" onerror=\"alert(1)",
        "' onmouseover='alert(1)",
        "--><img src=x onerror=alert(1)>",
        "<style>@import url(http://evil.example/x.css)</style>",
        "${title} <#list pictures as p>${p}</#list> [=title]",
        "${title} <#list shards as s>${s}</#list> [=title]",
        "<a href=javascript:alert(1)>x</a> &lt;b&gt; &amp;",
        "\u0000\u0007tab\tline\nend",
        "lone \ud800 surrogate and \u202e turned text");
  }
}
