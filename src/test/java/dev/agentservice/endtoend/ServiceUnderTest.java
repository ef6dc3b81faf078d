package dev.agentservice.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import dev.agentservice.simulator.script.LatencyProfile;
import org.jspecify.annotations.Nullable;

/**
 * The service in this JVM with everything it needs, for the tests of one class.
 *
 * <pre>
 * &#64;RegisterExtension
 * static final ServiceUnderTest service = new ServiceUnderTest().with("agent-service.run.lease", "3s");
 *
 * &#64;Test
 * void itAnswers() {
 *     service.anthropic().next(answer("Hello."));
 *     assertThat(service.ada().ask("Hi").text("/answer")).isEqualTo("Hello.");
 * }
 * </pre>
 */
public class ServiceUnderTest extends Surroundings implements ServicePorts {

	private static final ServiceUnderTest SHIPPED = new ServiceUnderTest();

	static {
		SHIPPED.share();
	}

	private final Map<String, String> properties = new TreeMap<>();

	private final Map<String, String> agents = new TreeMap<>();

	private final List<Class<?>> beans = new ArrayList<>();

	private @Nullable RunningService service;

	public ServiceUnderTest() {
		this(LatencyProfile.NONE);
	}

	/** With models that take their time. */
	public ServiceUnderTest(LatencyProfile latency) {
		super(latency);
	}

	/** As it is shipped; all classes that change nothing about it share one. */
	public static ServiceUnderTest asShipped() {
		return SHIPPED;
	}

	/** Sets a configuration property. */
	public ServiceUnderTest with(String property, Object value) {
		this.properties.put(property, value.toString());
		return this;
	}

	/** Gives it a bean besides its own. */
	public final ServiceUnderTest with(Class<?> bean) {
		this.beans.add(bean);
		return this;
	}

	/** Gives it the agents that are named here in place of the shipped ones. */
	public final ServiceUnderTest agent(String name, String file) {
		this.agents.put(name, file);
		return this;
	}

	/** One of its beans. */
	public final <T> T bean(Class<T> type) {
		return service().bean(type);
	}

	/** Starts another one with the same Redis, providers, agents and properties. */
	public final RunningService another(Map<String, String> otherwise) {
		Map<String, String> all = new TreeMap<>(this.properties);
		all.putAll(otherwise);
		return closing(RunningService.start(settings(), all, this.beans.toArray(Class<?>[]::new)));
	}

	@Override
	public final String baseUrl() {
		return service().baseUrl();
	}

	@Override
	public final String managementUrl() {
		return service().managementUrl();
	}

	@Override
	final void start() {
		if (!this.agents.isEmpty()) {
			with("agent-service.agents.directory", closing(AgentFiles.of(this.agents)).directory());
		}
		this.service = another(Map.of());
	}

	private RunningService service() {
		return Objects.requireNonNull(this.service, "started with its surroundings");
	}

}
