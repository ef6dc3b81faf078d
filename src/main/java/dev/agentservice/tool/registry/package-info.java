/**
 * Which tools there are, and the allow-list that an agent gets of them, with the
 * fallbacks that it names.
 */
@NullMarked
package dev.agentservice.tool.registry;

import org.jspecify.annotations.NullMarked;
