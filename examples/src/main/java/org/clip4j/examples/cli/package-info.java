/**
 * The command line: one picocli command a class, {@link org.clip4j.examples.cli.Clip4jCommand} at
 * the top.
 *
 * <p>What always holds: results go to standard output and nothing else does, so that a program can
 * read them; progress, log lines and errors go to standard error. The exit code is 0 when all went
 * well, 1 for a failure (one line says what failed and what to do; {@code --debug} adds the stack
 * trace), 2 for wrong usage, and 128 and its number for a signal that ended it. Commands only read
 * options, call the library and print.
 */
package org.clip4j.examples.cli;
