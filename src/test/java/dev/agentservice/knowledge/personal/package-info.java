/** Tests of what becomes of documents when users and tenants are erased. */
@NullMarked
package dev.agentservice.knowledge.personal;

import org.jspecify.annotations.NullMarked;
