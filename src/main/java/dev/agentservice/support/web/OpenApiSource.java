package dev.agentservice.support.web;

import java.util.Locale;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.swagger.v3.oas.models.OpenAPI;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.SpringDocCustomizers;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.providers.SpringDocProviders;
import org.springdoc.core.service.AbstractRequestService;
import org.springdoc.core.service.GenericResponseService;
import org.springdoc.core.service.OpenAPIService;
import org.springdoc.core.service.OperationService;
import org.springdoc.webmvc.api.OpenApiResource;

import org.springframework.beans.factory.ObjectFactory;
import org.springframework.stereotype.Component;

/**
 * Makes the OpenAPI document without a request, so that nothing in it can come from one.
 */
@Component
class OpenApiSource extends OpenApiResource {

	OpenApiSource(ObjectFactory<OpenAPIService> builder, AbstractRequestService requests,
			GenericResponseService responses, OperationService operations, SpringDocConfigProperties properties,
			SpringDocProviders providers, SpringDocCustomizers customizers) {
		super(builder, requests, responses, operations, properties, providers, customizers);
	}

	byte[] json() {
		try {
			return writeJsonValue(document());
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("The OpenAPI document cannot be written", ex);
		}
	}

	byte[] yaml() {
		try {
			return writeYamlValue(document());
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException("The OpenAPI document cannot be written", ex);
		}
	}

	private OpenAPI document() {
		return getOpenApi(calculateServerUrl(null, "", Locale.ENGLISH), Locale.ENGLISH);
	}

	/** The document names its server itself. */
	@Override
	protected String getServerUrl(@Nullable HttpServletRequest request, String apiDocsUrl) {
		return "/";
	}

}
