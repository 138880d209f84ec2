/** clip4j in a program of one's own. */
package example;
