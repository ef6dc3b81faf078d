package dev.agentservice.endtoend;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.agentservice.AgentServiceApplication;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The service in this JVM, asked over real HTTP.
 */
public final class RunningService implements ServicePorts, AutoCloseable {

	private final ConfigurableApplicationContext context;

	private RunningService(ConfigurableApplicationContext context) {
		this.context = context;
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
		return this.context.getBean(type);
	}

	@Override
	public String baseUrl() {
		return url("local.server.port");
	}

	@Override
	public String managementUrl() {
		return url("local.management.port");
	}

	@Override
	public void close() {
		this.context.close();
	}

	private String url(String portProperty) {
		return "http://127.0.0.1:" + this.context.getEnvironment().getProperty(portProperty);
	}

}
