/**
 * What a tool is to those who call it, wherever it comes from.
 */
@NullMarked
package dev.agentservice.tool.source;

import org.jspecify.annotations.NullMarked;
