package dev.agentservice.local;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.Assert;

/**
 * Gives the starting service its surroundings: they count more than any file, and less
 * than arguments and environment. They go last when it stops, or at once if it cannot
 * start.
 */
final class LocalRun implements SpringApplicationRunListener {

	private static final Logger LOG = LoggerFactory.getLogger(LocalMode.class);

	private final Surroundings surroundings;

	private final KeyFile keyFile;

	private @Nullable ConfigurableApplicationContext context;

	LocalRun(Surroundings surroundings, KeyFile keyFile) {
		this.surroundings = surroundings;
		this.keyFile = keyFile;
	}

	ConfigurableApplicationContext context() {
		Assert.state(this.context != null, "The service has not been started");
		return this.context;
	}

	@Override
	public void environmentPrepared(ConfigurableBootstrapContext bootstrap, ConfigurableEnvironment environment) {
		environment.getPropertySources()
			.addAfter(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					new MapPropertySource("localMode", this.surroundings.properties()));
	}

	@Override
	public void contextPrepared(ConfigurableApplicationContext prepared) {
		this.context = prepared;
		// The first to be registered is the last to be destroyed.
		((DefaultSingletonBeanRegistry) prepared.getBeanFactory()).registerDisposableBean("localSurroundings",
				this.surroundings::close);
	}

	@Override
	public void ready(ConfigurableApplicationContext ready, @Nullable Duration timeTaken) {
		this.keyFile.write(this.surroundings.credentials().apiKey());
		Handbook.put("http://127.0.0.1:" + ready.getEnvironment().getProperty("local.server.port"),
				this.surroundings.credentials().apiKey());
		LOG.atInfo().log(new Welcome(this.surroundings, this.keyFile, ready.getEnvironment()).text());
	}

	@Override
	public void failed(@Nullable ConfigurableApplicationContext failed, Throwable exception) {
		this.surroundings.close();
	}

}
