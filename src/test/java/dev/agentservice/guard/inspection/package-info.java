@NullMarked
package dev.agentservice.guard.inspection;

import org.jspecify.annotations.NullMarked;
