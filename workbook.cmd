@echo off
rem Builds the program when a source is newer than it, then runs it. Works from any directory.
setlocal
set "root=%~dp0"
set "program=%root%artifacts\bin\Examples\release\workbook.dll"
set "stamp=%root%artifacts\workbook.stamp"

where dotnet >nul 2>nul || goto :nosdk
if not exist "%program%" goto :build
if not exist "%stamp%" goto :build

rem The stamp is a listing of all sources with their times and sizes, as the last build saw them.
call :listing "%stamp%.now"
fc /b "%stamp%" "%stamp%.now" >nul 2>nul && goto :run

:build
pushd "%root%"
dotnet --version >nul 2>nul || (popd & goto :nosdk)
popd
if not exist "%root%artifacts" mkdir "%root%artifacts"
rem Before the build: what changes meanwhile makes the next listing differ.
call :listing "%stamp%.now"
dotnet build "%root%Examples" -c Release -v q -nologo >"%root%artifacts\workbook.log" 2>&1
if errorlevel 1 (type "%root%artifacts\workbook.log" 1>&2 & exit /b 1)
move /y "%stamp%.now" "%stamp%" >nul

:run
dotnet "%program%" %*
exit /b %errorlevel%

:listing
(
  for /r "%root%Examples" %%f in (*.cs *.csproj *.md) do @echo %%~tzf %%f
  for /r "%root%Ipc" %%f in (*.cs *.csproj *.md) do @echo %%~tzf %%f
  for /r "%root%Explorer" %%f in (*.cs *.csproj *.md) do @echo %%~tzf %%f
  for /r "%root%Coursework" %%f in (*.cs *.csproj *.md) do @echo %%~tzf %%f
  for /r "%root%Concurrency" %%f in (*.cs *.csproj *.md) do @echo %%~tzf %%f
  for %%f in ("%root%Directory.Build.props" "%root%Directory.Packages.props" "%root%global.json") do @echo %%~tzf %%f
) >%1
exit /b

:nosdk
echo workbook needs the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0 (or: winget install Microsoft.DotNet.SDK.10) 1>&2
exit /b 3
