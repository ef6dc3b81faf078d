@echo off
rem Builds this project with an installed Maven (3.8 or newer), or else with a pinned release that it downloads once.
rem
rem   mvnw verify               also from another directory, then as path\to\mvnw verify
rem
rem MVNW_ARCHIVE_URL   a mirror of the Apache archive's folder dist/maven (https:// or file://)
rem
rem The downloaded release lies in .mvn\maven beside this script; delete that folder to be rid of it.
rem curl, tar and certutil are part of Windows 10 (1803) and newer.
setlocal EnableExtensions DisableDelayedExpansion

set "VERSION=3.9.16"
set "SHA512=831a8591fe20c8243b1dbe7d71e3244f31d1665b0804b2e825e38cbbe5ce0cafb8338851f90780735568773e0a6cd07bbec107cda0b896b008b861075358b6f6"

set "PROJECT=%~dp0"
set "ARCHIVE=https://archive.apache.org/dist/maven"
if defined MVNW_ARCHIVE_URL set "ARCHIVE=%MVNW_ARCHIVE_URL%"
set "URL=%ARCHIVE%/maven-3/%VERSION%/binaries/apache-maven-%VERSION%-bin.tar.gz"
set "CACHE=%PROJECT%.mvn\maven"
set "MAVEN=%CACHE%\apache-maven-%VERSION%\bin\mvn.cmd"

if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" goto java_found
where java >nul 2>nul && goto java_found
echo mvnw: found no Java to run Maven with: put java on the PATH or set JAVA_HOME ^(the build itself needs a JDK 25^) 1>&2
exit /b 1

:java_found
set "MAJOR="
set "MINOR="
where mvn.cmd >nul 2>nul || goto pinned
for /f "tokens=3,4 delims=. " %%a in ('mvn.cmd -v 2^>nul ^| findstr /c:"Apache Maven "') do (
	set "MAJOR=%%a"
	set "MINOR=%%b"
)
if not defined MAJOR goto pinned
if not defined MINOR goto pinned
if %MAJOR% LSS 3 goto pinned
if %MAJOR% EQU 3 if %MINOR% LSS 8 goto pinned
set "MAVEN=mvn.cmd"
goto run

:pinned
if exist "%MAVEN%" goto run
set "TEMPORARY=%CACHE%\download-%RANDOM%%RANDOM%"
mkdir "%TEMPORARY%" || goto failed
echo mvnw: no Maven 3.8 or newer is installed; downloading Maven %VERSION% from %ARCHIVE% 1>&2
curl --fail --silent --show-error --location --retry 3 --connect-timeout 20 --output "%TEMPORARY%\maven.tar.gz" "%URL%"
if errorlevel 1 (
	echo mvnw: could not download %URL% 1>&2
	goto failed
)
rem certutil prints three lines; the sum is the one without a colon. Windows 7 put spaces between the bytes.
set "ACTUAL="
for /f "delims=" %%h in ('certutil -hashfile "%TEMPORARY%\maven.tar.gz" SHA512 ^| findstr /v ":"') do set "ACTUAL=%%h"
if defined ACTUAL set "ACTUAL=%ACTUAL: =%"
if /i not "%ACTUAL%"=="%SHA512%" (
	echo mvnw: the SHA-512 of %URL% is 1>&2
	echo   %ACTUAL% 1>&2
	echo but must be 1>&2
	echo   %SHA512% 1>&2
	echo Nothing was installed. A proxy's error page and a tampered file look the same from here: find out which it is. 1>&2
	goto failed
)
tar -xzf "%TEMPORARY%\maven.tar.gz" -C "%TEMPORARY%"
if errorlevel 1 (
	echo mvnw: could not unpack %URL% 1>&2
	goto failed
)
move "%TEMPORARY%\apache-maven-%VERSION%" "%CACHE%\apache-maven-%VERSION%" >nul 2>nul
rmdir /s /q "%TEMPORARY%"
if exist "%MAVEN%" goto run
echo mvnw: could not create %CACHE%\apache-maven-%VERSION% 1>&2
exit /b 1

:failed
if exist "%TEMPORARY%" rmdir /s /q "%TEMPORARY%"
exit /b 1

:run
rem A pom that the caller names wins; otherwise this project is built, whatever the directory.
if /i "%CD%\"=="%PROJECT%" goto run_here
for %%x in (%*) do (
	if "%%~x"=="-f" goto run_here
	if "%%~x"=="--file" goto run_here
)
call "%MAVEN%" -f "%PROJECT%pom.xml" %*
exit /b %ERRORLEVEL%

:run_here
call "%MAVEN%" %*
exit /b %ERRORLEVEL%
