/** Figures for people, for programs, and held against thresholds. */
@NullMarked
package dev.agentservice.knowledge.evaluate.report;

import org.jspecify.annotations.NullMarked;
