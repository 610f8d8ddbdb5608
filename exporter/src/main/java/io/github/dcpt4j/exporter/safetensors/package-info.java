/**
 * The safetensors format: eight bytes of header length, a JSON header, raw values.
 *
 * <p>{@link io.github.dcpt4j.exporter.safetensors.SafeTensors} is the content of a file and reads
 * and writes it. Files are untrusted: the reader checks each statement of the header against the
 * file before it allocates anything for it. Writing the same content gives the same bytes.
 */
package io.github.dcpt4j.exporter.safetensors;
