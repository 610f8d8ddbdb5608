@echo off
rem The command dcpt for Windows: builds itself at first use and where it was moved; delete
rem samples\cli\target to build anew after changes.
setlocal
set "root=%~dp0"
set "target=%root%samples\cli\target"
set "launch=%target%\launch"
set "built="
if exist "%target%\dcpt.built" set /p built=<"%target%\dcpt.built"
if "%built%"=="%root%" goto run

where mvn >nul 2>nul || (echo dcpt: Maven is missing: install it, version 3.8.7 or later 1>&2 & exit /b 2)
where javac >nul 2>nul || (echo dcpt: the Java compiler is missing: install a JDK, version 17 or later 1>&2 & exit /b 2)
echo dcpt: building; the first time this downloads about 600 MB of libraries 1>&2
pushd "%root%"
call mvn -q -B -ntp -pl samples/cli -am package -Dmaven.test.skip=true %DCPT_BUILD_ARGS% 1>&2
if errorlevel 1 (popd & echo dcpt: the build failed, see above 1>&2 & exit /b 2)
popd
>"%target%\dcpt.built" echo %root%

:run
set OPENCV_LOG_LEVEL=OFF
set "options="
if exist "%launch%\%~1.args" set options="@%launch%\%~1.args"
java "@%launch%\class-path.args" %options% %DCPT_JAVA_ARGS% io.github.dcpt4j.cli.Dcpt %*
