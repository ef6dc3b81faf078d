package dev.agentservice.session;

import dev.agentservice.support.state.StateProperties;
import dev.agentservice.support.state.StateVersion;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * The part of a replica that keeps conversations. No component, so that nobody finds it
 * by scanning.
 */
@EnableConfigurationProperties({ SessionProperties.class, StateProperties.class })
@Import({ SessionStore.class, SessionJson.class, Sessions.class, UserNames.class, StateVersion.class })
public class SessionWiring {

}
