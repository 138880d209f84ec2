/**
 * JSON and YAML from outside, read strictly into records: unknown keys, missing keys and values of
 * a wrong kind are refused in one line that names file, key and what to do.
 */
package org.clip4j.core.json;
