@NullMarked
package dev.agentservice.identity.token;

import org.jspecify.annotations.NullMarked;
