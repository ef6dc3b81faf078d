/**
 * The stations on a text's way out. Each reads one code point after the other; the last
 * one cuts the text into segments and asks detectors about each.
 */
@NullMarked
package dev.agentservice.guard.redact.stage;

import org.jspecify.annotations.NullMarked;
