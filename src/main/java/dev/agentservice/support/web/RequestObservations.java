package dev.agentservice.support.web;

import io.micrometer.common.KeyValue;

import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.stereotype.Component;

/**
 * What spans and metrics say of a request: the pattern of its path, never the path, in
 * which users' names can stand.
 */
@Component
class RequestObservations extends DefaultServerRequestObservationConvention {

	@Override
	protected KeyValue httpUrl(ServerRequestObservationContext context) {
		return KeyValue.of("http.url", uri(context).getValue());
	}

}
