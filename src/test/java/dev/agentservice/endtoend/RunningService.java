package dev.agentservice.endtoend;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import dev.agentservice.AgentServiceApplication;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The service in this JVM, asked over real HTTP.
 */
public final class RunningService implements ServicePorts, AutoCloseable {

	/** A busy machine is no outage. */
	private static final Map<String, String> PATIENT = Map.of("agent-service.redis.command-timeout", "20s",
			"agent-service.redis.connect-timeout", "10s");

	/** None once it is closed: fixtures are remembered until all tests are over. */
	private volatile @Nullable ConfigurableApplicationContext context;

	private final String baseUrl;

	private final String managementUrl;

	private RunningService(ConfigurableApplicationContext context) {
		this.context = context;
		this.baseUrl = url(context, "local.server.port");
		this.managementUrl = url(context, "local.management.port");
	}

	/**
	 * Starts the service.
	 * @param settings what it needs around it
	 * @param properties what shall be otherwise
	 * @param beans what it shall have besides its own
	 */
	public static RunningService start(ReplicaSettings settings, Map<String, String> properties, Class<?>... beans) {
		Map<String, String> all = new TreeMap<>(settings.properties());
		all.put("server.port", "0");
		all.put("management.server.port", "0");
		all.putAll(PATIENT);
		all.putAll(properties);
		SpringApplication application = new SpringApplication(AgentServiceApplication.class);
		application.addPrimarySources(List.of(beans));
		return new RunningService(application.run(all.entrySet()
			.stream()
			.map((property) -> "--" + property.getKey() + "=" + property.getValue())
			.toArray(String[]::new)));
	}

	/** One of its beans. */
	public <T> T bean(Class<T> type) {
		return Objects.requireNonNull(this.context, "it is closed").getBean(type);
	}

	@Override
	public String baseUrl() {
		return this.baseUrl;
	}

	@Override
	public String managementUrl() {
		return this.managementUrl;
	}

	@Override
	public void close() {
		ConfigurableApplicationContext closed = this.context;
		this.context = null;
		if (closed != null) {
			closed.close();
		}
	}

	private static String url(ConfigurableApplicationContext context, String portProperty) {
		return "http://127.0.0.1:" + context.getEnvironment().getProperty(portProperty);
	}

}
