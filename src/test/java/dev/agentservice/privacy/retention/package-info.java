@NullMarked
package dev.agentservice.privacy.retention;

import org.jspecify.annotations.NullMarked;
