/**
 * What is counted of what is stored.
 */
@NullMarked
package dev.agentservice.storage;

import org.jspecify.annotations.NullMarked;
