package dev.agentservice.run.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.agentservice.run.order.AgentRequestProperties;
import dev.agentservice.run.owner.script.RunProperties;
import dev.agentservice.support.json.HttpProperties;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;

/**
 * Serves everything in front of the controllers, and an echo behind it. Keys:
 * {@code alice-key} of the user alice with scope agent.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ActiveProfiles(EdgeTest.PROFILE)
@SpringBootTest(classes = EdgeTest.Edge.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "management.server.address=127.0.0.1", "management.server.port=0",
				"management.endpoint.health.validate-group-membership=false",
				"agent-service.identity.pepper=only-for-tests-only-for-tests-only",
				"agent-service.identity.api-keys[0].name=alice",
				"agent-service.identity.api-keys[0].sha256=" + EdgeTest.ALICE_SHA256,
				"agent-service.identity.api-keys[0].tenant=acme", "agent-service.identity.api-keys[0].user=alice",
				"agent-service.identity.api-keys[0].scopes=agent", "server.tomcat.connection-timeout=2s",
				"agent-service.http.body-timeout=3s" })
@interface EdgeTest {

	/** Only contexts with this profile have the echo. */
	String PROFILE = "edge-test";

	/** An API key. */
	String ALICE = "alice-key";

	/** Its hash. */
	String ALICE_SHA256 = "72ee9d4355ccb9d3a4c9dbf37382e38e75c1b1a225b5bd1f729ee91bbda30c20";

	/** Not a component itself, so that nobody finds it by scanning. */
	@EnableAutoConfiguration
	@ComponentScan(basePackages = { "dev.agentservice.identity", "dev.agentservice.support.web" },
			excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX,
					pattern = "dev\\.agentservice\\.identity\\.personal\\..*"))
	@ConfigurationPropertiesScan("dev.agentservice.identity")
	@EnableConfigurationProperties({ HttpProperties.class, AgentRequestProperties.class, RunProperties.class })
	@Import({ AgentRequestConfiguration.class, EchoController.class })
	class Edge {

	}

}
