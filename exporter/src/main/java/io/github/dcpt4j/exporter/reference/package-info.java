/**
 * A back end in double precision, plain Java: slow and obviously right. Faster back ends are
 * measured against it.
 */
package io.github.dcpt4j.exporter.reference;
