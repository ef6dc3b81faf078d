package dev.agentservice.endtoend.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.redis.TestRedis;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.FileSystemResource;
import org.springframework.util.PropertyPlaceholderHelper;

/**
 * The Redis of {@code compose.yaml}, image and command, with no variable of it set. As a
 * bean with {@link ServiceConnection} it is started before the service, and the service
 * is told where it is; the properties of this class name a port where nobody listens.
 */
class ComposedRedis implements TestRedis {

	private static final int PORT = 6379;

	@Bean
	@ServiceConnection("redis")
	static GenericContainer<?> redisContainer() {
		Binder compose = compose();
		String image = compose.bind("services.redis.image", String.class).get();
		List<String> command = compose.bind("services.redis.command", Bindable.listOf(String.class)).get();
		GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image)).withExposedPorts(PORT)
			.withCommand(command.toArray(String[]::new));
		// A port of Docker's choice would be another one after a restart.
		container.setPortBindings(List.of("127.0.0.1:" + freePort() + ":" + PORT));
		return container;
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Binder compose() {
		YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
		yaml.setResources(new FileSystemResource("compose.yaml"));
		MapConfigurationPropertySource source = new MapConfigurationPropertySource(
				Objects.requireNonNull(yaml.getObject()));
		PropertyPlaceholderHelper unset = new PropertyPlaceholderHelper("${", "}", ":-", null, false);
		return new Binder(List.of(source),
				value -> (value instanceof String text) ? unset.replacePlaceholders(text, name -> null) : value);
	}

	@Override
	public Map<String, String> properties() {
		return Map.of("spring.data.redis.host", "127.0.0.1", "spring.data.redis.port", "1");
	}

	@Override
	public void flush() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void flushScripts() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Map<String, Long> commandStats() {
		throw new UnsupportedOperationException();
	}

}
