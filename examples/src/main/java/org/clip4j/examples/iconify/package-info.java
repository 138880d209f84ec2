/**
 * The icon sets that Iconify collects, from one Maven artifact: fetching it, reading its sets,
 * drawing their icons.
 *
 * <p>What always holds: the archive is a file from outside; it is checked by its hash, read with
 * bounds, and its drawings cannot open files or connections. On one release of Java the same icon
 * gives the same picture (Java2D draws edges a little differently from one release to another),
 * whatever the number of threads, and drawings come in the order in which they were asked for.
 *
 * <p>The format read is Iconify's <a
 * href="https://iconify.design/docs/types/iconify-json.html">IconifyJSON</a>.
 */
package org.clip4j.examples.iconify;
