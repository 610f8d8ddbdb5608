/** How far a restored picture is from the true one, as the benchmarks measure it. */
package io.github.dcpt4j.sdk.quality;
