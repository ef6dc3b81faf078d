package dev.agentservice.support.platform;

import java.util.Arrays;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/**
 * Compares the configured mode with the platform that the variables tell of, and catches
 * up at the beginning of each request where the mode demands it.
 */
@Configuration(proxyBeanMethods = false)
class PlatformConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(PlatformConfiguration.class);

	/** Behind the filters of Spring Security, whose order is -100. */
	private static final int BEHIND_AUTHENTICATION = 0;

	/** Set by Lambda. */
	private static final String LAMBDA = "AWS_LAMBDA_RUNTIME_API";

	/** Set by Cloud Run. */
	private static final String CLOUD_RUN = "K_SERVICE";

	PlatformConfiguration(PlatformProperties properties, Environment environment) {
		if (environment.containsProperty(LAMBDA) && !properties.onlyRequests()) {
			throw new IllegalStateException("This is AWS Lambda, which freezes the process between requests, but"
					+ " agent-service.platform is server. Set SPRING_PROFILES_ACTIVE=lambda.");
		}
		if (environment.containsProperty(CLOUD_RUN)
				&& !Arrays.asList(environment.getActiveProfiles()).contains("cloud-run")) {
			logger.atWarn()
				.addKeyValue("platform", properties.platform())
				.log("This is Cloud Run, and nothing says whether its CPU is throttled between requests. Set"
						+ " SPRING_PROFILES_ACTIVE=cloud-run, or cloud-run,throttled");
		}
	}

	/** Made with the first request: filters are made before anything else. */
	@Bean
	@Lazy
	CatchUps catchUps(ObjectProvider<CatchUp> all) {
		return new CatchUps(all.orderedStream().toList());
	}

	/** On a server the filter is not there. */
	@Bean
	FilterRegistrationBean<CatchUpFilter> catchUpFilter(PlatformProperties properties,
			ObjectProvider<CatchUps> catchUps) {
		FilterRegistrationBean<CatchUpFilter> filter = new FilterRegistrationBean<>(
				new CatchUpFilter(SingletonSupplier.of(catchUps::getObject)));
		filter.setOrder(BEHIND_AUTHENTICATION);
		filter.setEnabled(properties.onlyRequests());
		return filter;
	}

}
