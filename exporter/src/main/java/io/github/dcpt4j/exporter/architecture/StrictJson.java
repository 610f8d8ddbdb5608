package io.github.dcpt4j.exporter.architecture;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.dcpt4j.sdk.text.Text;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * JSON texts of which every field is known, present and of its own kind: 1.5 and "16" are no
 * integers. Only fields that are annotated with a default value may be left out.
 */
public final class StrictJson {

  private StrictJson() {}

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException with one line that speaks of fields, not of Java classes
   */
  public static <T> T parse(String text, TypeReference<T> type) {
    JsonMapper json =
        JsonMapper.builder()
            .annotationIntrospector(new RequiredUnlessDefaulted())
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .build();
    Architectures.registerIn(json);
    T value;
    try {
      value = json.readValue(text, type);
    } catch (UnrecognizedPropertyException e) {
      throw new IllegalArgumentException(
          Text.of("the field '%s' is not known", e.getPropertyName()), e);
    } catch (InvalidTypeIdException e) {
      throw new IllegalArgumentException(
          e.getTypeId() == null
              ? "it does not say of which kind it is"
              : Text.of("the kind '%s' is not known", e.getTypeId()),
          e);
    } catch (ValueInstantiationException e) {
      throw new IllegalArgumentException(e.getCause().getMessage(), e);
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException(misfit(e), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not valid JSON", e);
    }
    if (value == null) {
      throw new IllegalArgumentException("it says nothing");
    }
    return value;
  }

  private static final class RequiredUnlessDefaulted extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasRequiredMarker(AnnotatedMember member) {
      String defaultValue = findPropertyDefaultValue(member);
      return defaultValue == null || defaultValue.isEmpty();
    }
  }

  private static String misfit(JsonMappingException error) {
    String field =
        error.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("."));
    return field.isEmpty()
        ? "it is of a wrong form or holds null"
        : Text.of("the field '%s' is missing or has a value of a wrong kind", field);
  }
}
