/** How a picture is cut into tiles and put together again. Knows nothing of models. */
package io.github.dcpt4j.sdk.tiling;
