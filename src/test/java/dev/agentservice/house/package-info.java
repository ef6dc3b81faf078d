/**
 * Measures how the code is arranged: how large packages, files, types and methods are,
 * and who sees which types. {@code scripts/house-report} prints the figures, and
 * {@code HouseRulesTests} holds the same figures to their bounds.
 */
@NullMarked
package dev.agentservice.house;

import org.jspecify.annotations.NullMarked;
