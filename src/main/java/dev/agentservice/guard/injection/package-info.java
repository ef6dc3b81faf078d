/**
 * Recognises instructions that try to take over an agent. A text becomes a string of
 * symbols, one per word, where words of the same meaning in all languages share a symbol;
 * rules are regular expressions over such strings, run by RE2/J in linear time. The rules
 * are in {@code guard/rules}.
 */
@NullMarked
package dev.agentservice.guard.injection;

import org.jspecify.annotations.NullMarked;
