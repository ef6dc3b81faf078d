/**
 * Tests of the registry of tools.
 */
@NullMarked
package dev.agentservice.tool.registry;

import org.jspecify.annotations.NullMarked;
