@NullMarked
package dev.agentservice.guard.injection;

import org.jspecify.annotations.NullMarked;
