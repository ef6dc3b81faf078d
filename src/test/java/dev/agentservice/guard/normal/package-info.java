@NullMarked
package dev.agentservice.guard.normal;

import org.jspecify.annotations.NullMarked;
