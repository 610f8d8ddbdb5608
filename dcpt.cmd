@echo off
rem The command dcpt for Windows: builds itself at first use; delete samples\cli\target to build anew.
setlocal
set "root=%~dp0"
set "target=%root%samples\cli\target"
if exist "%target%\classpath.txt" goto run
where mvn >nul 2>nul || (echo dcpt: Maven is missing: install it, version 3.8.7 or later 1>&2 & exit /b 2)
where javac >nul 2>nul || (echo dcpt: the Java compiler is missing: install a JDK, version 17 or later 1>&2 & exit /b 2)
echo dcpt: building; the first time this downloads about 600 MB of libraries 1>&2
pushd "%root%"
call mvn -q -B -ntp -pl samples/cli -am package -Dmaven.test.skip=true %DCPT_BUILD_ARGS% 1>&2
if errorlevel 1 (popd & echo dcpt: the build failed, see above 1>&2 & exit /b 2)
popd
:run
set OPENCV_LOG_LEVEL=OFF
rem The class path is too long for the command line: Java reads it from its environment variable.
set /p libraries=<"%target%\classpath.txt"
set "CLASSPATH=%target%\dcpt4j-cli-0.1.0-SNAPSHOT.jar;%libraries%"
java %DCPT_JAVA_ARGS% io.github.dcpt4j.cli.Dcpt %*
