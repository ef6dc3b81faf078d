package dev.agentservice.support.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.InvalidRequestException.InvalidField;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;

/**
 * Gives every failure its place in the HTTP contract. Texts of foreign exceptions are
 * never passed on: they hold class names and what the client sent.
 */
final class Problems {

	private Problems() {
	}

	static ProblemException of(Throwable failure) {
		return switch (failure) {
			case ProblemException problem -> problem;
			case MethodArgumentNotValidException invalid -> fields(invalid);
			case HandlerMethodValidationException invalid -> parameters(invalid);
			case TypeMismatchException mismatch -> field(mismatch.getPropertyName(), "has the wrong type");
			case MissingServletRequestParameterException missing -> field(missing.getParameterName(), "is required");
			case MissingRequestHeaderException missing -> field(missing.getHeaderName(), "is required");
			case HttpMessageNotReadableException _ -> problem(ProblemCode.INVALID_REQUEST, "The body cannot be read.");
			case RequestRejectedException _ -> ofStatus(400);
			case InvalidParameterException _ -> ofStatus(400);
			case AuthenticationException _ -> ofStatus(401);
			case AccessDeniedException _ -> ofStatus(403);
			case AsyncRequestTimeoutException _ -> ofStatus(504);
			case ErrorResponse response -> ofStatus(response.getStatusCode().value());
			default -> internal(failure);
		};
	}

	/** A problem of which only the HTTP status is known. */
	static ProblemException ofStatus(int status) {
		return switch (status) {
			case 401 -> problem(ProblemCode.UNAUTHENTICATED, "Send a valid API key or JWT as a bearer token.");
			case 403 -> problem(ProblemCode.FORBIDDEN, "This credential may not do that.");
			case 404 -> problem(ProblemCode.NOT_FOUND, "There is nothing here.");
			case 405 -> problem(ProblemCode.METHOD_NOT_ALLOWED, "This path does not support that method.");
			case 406 -> problem(ProblemCode.NOT_ACCEPTABLE, "None of the media types in Accept can be produced.");
			case 408 -> problem(ProblemCode.REQUEST_TIMEOUT, "The request did not arrive in time.");
			case 413 -> problem(ProblemCode.INPUT_TOO_LARGE, "The request is too large.");
			case 415 -> problem(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json.");
			case 504 -> problem(ProblemCode.DEADLINE_EXCEEDED, "The request took too long.");
			case 500, 502, 503 -> internal(null);
			// All others are Tomcat's: 400 and 431, but also 501 and 505 on strange
			// requests.
			default -> problem(ProblemCode.INVALID_REQUEST, "The request cannot be understood.");
		};
	}

	private static ProblemException internal(@Nullable Throwable cause) {
		return new ProblemException(ProblemCode.INTERNAL_ERROR, ProblemCode.INTERNAL_ERROR_DETAIL, cause);
	}

	private static ProblemException problem(ProblemCode code, String detail) {
		return new ProblemException(code, detail);
	}

	private static ProblemException field(@Nullable String name, String reason) {
		return new InvalidRequestException(Objects.requireNonNullElse(name, "value"), reason);
	}

	private static ProblemException fields(MethodArgumentNotValidException invalid) {
		return new InvalidRequestException(invalid.getBindingResult()
			.getFieldErrors()
			.stream()
			.map((error) -> new InvalidField(error.getField(), reason(error)))
			.toList());
	}

	private static ProblemException parameters(HandlerMethodValidationException invalid) {
		List<InvalidField> fields = new ArrayList<>();
		invalid.getParameterValidationResults().forEach((result) -> {
			String name = Objects.requireNonNullElse(result.getMethodParameter().getParameterName(), "value");
			result.getResolvableErrors().forEach((error) -> fields.add(new InvalidField(name, reason(error))));
		});
		return new InvalidRequestException(fields);
	}

	private static String reason(MessageSourceResolvable error) {
		return Objects.requireNonNullElse(error.getDefaultMessage(), "is invalid");
	}

}
