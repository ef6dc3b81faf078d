package dev.agentservice.support.web;

import dev.agentservice.support.problem.ProblemFormat;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Teaches Tomcat our errors, and thrift.
 */
@Configuration(proxyBeanMethods = false)
class TomcatConfiguration {

	/** Room for some events; Tomcat's default is four times as much. */
	private static final String SOCKET_BUFFER_BYTES = "2048";

	@Bean
	WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> problemReports(
			ObjectProvider<ProblemFormat> formats) {
		return (factory) -> factory.addContextCustomizers((context) -> context.getParent()
			.getPipeline()
			.addValve(new ProblemReportValve(formats.stream().toList())));
	}

	/**
	 * A connection keeps its buffers for as long as it is open, and thousands are open
	 * with hardly a byte on them. {@code scripts/load-streams} says what each takes.
	 */
	@Bean
	WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> smallSocketBuffers() {
		return (factory) -> factory.addConnectorCustomizers((connector) -> {
			connector.setProperty("socket.appReadBufSize", SOCKET_BUFFER_BYTES);
			connector.setProperty("socket.appWriteBufSize", SOCKET_BUFFER_BYTES);
		});
	}

}
