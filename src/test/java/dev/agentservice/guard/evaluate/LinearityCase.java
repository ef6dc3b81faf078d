package dev.agentservice.guard.evaluate;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Something that looks at what strangers wrote, and what it is given.
 *
 * @param name what it is
 * @param work looks at a text
 * @param families make the texts
 * @param shorter by how much its texts are shorter than others: for what is slow at any
 * length, or gets no long texts
 */
record LinearityCase(String name, Consumer<String> work, Map<String, IntFunction<String>> families, int shorter) {

}
