package dev.agentservice.setting;

import java.util.stream.Collectors;

import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Prints which elements of lists have no place, such as the second of a list without a
 * first. Spring Boot's own would print their values, which may be secrets.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnboundSettingsFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

	@Override
	protected FailureAnalysis analyze(Throwable failure, UnboundConfigurationPropertiesException cause) {
		String names = cause.getUnboundProperties()
			.stream()
			.map((property) -> System.lineSeparator() + "    " + property.getName() + " (" + property.getOrigin() + ")")
			.collect(Collectors.joining());
		return new FailureAnalysis("Elements of a list have an index that it does not reach:" + names,
				"Number the elements of each list from 0 on. Of the sources of a list only the first counts.", cause);
	}

}
