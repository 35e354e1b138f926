using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.Coursework.Catalogue;

namespace Workbook.Examples.Learning;

/// <summary>The files that make a learner's folder a project for an editor. They are generated, and written again by
/// <c>start</c>.</summary>
internal static class ProjectFiles
{
    /// <summary>Each file by its path in the folder.</summary>
    /// <param name="folder">The learner's, for this exercise.</param>
    /// <param name="home">Where the program keeps what it knows of the learner: it has to run there.</param>
    /// <param name="assignment">The exercise.</param>
    public static IEnumerable<(string Name, string Text)> Of(string folder, string home, Assignment assignment)
    {
        string From(string path) => Path.GetRelativePath(Path.GetFullPath(folder), path).Replace('\\', '/');
        string Beside(string file) => From(Path.Combine(AppContext.BaseDirectory, file));
        yield return ("Directory.Build.props", $"<!-- Generated. Keeps what is set around this folder out of it. -->\n"
            + "<Project>\n  <PropertyGroup>\n    <ImportDirectoryPackagesProps>false</ImportDirectoryPackagesProps>\n  </PropertyGroup>\n</Project>\n");
        yield return ($"{assignment.FolderName}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <!-- Generated: for your editor. `workbook check {assignment.Number}` compiles {assignment.FileName} by itself. -->
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <LangVersion>latest</LangVersion>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="Workbook.Concurrency">
                  <HintPath>{System.Security.SecurityElement.Escape(Beside("Workbook.Concurrency.dll"))}</HintPath>
                </Reference>
              </ItemGroup>
            </Project>

            """.ReplaceLineEndings("\n"));
        yield return (Path.Combine(".vscode", "launch.json"), Launch(assignment, Beside("workbook.dll"), From(home)));
        yield return (Path.Combine("Properties", "launchSettings.json"),
            LaunchSettings(assignment, Path.Combine(AppContext.BaseDirectory, "workbook.dll"), From(home)));
    }

    // Visual Studio Code.
    private static string Launch(Assignment assignment, string program, string home)
    {
        JsonObject Configuration(string name, params string[] arguments) => new()
        {
            ["name"] = name,
            ["type"] = "coreclr",
            ["request"] = "launch",
            ["program"] = In("${workspaceFolder}", program),
            ["args"] = new JsonArray([.. arguments.Select(argument => JsonValue.Create(argument))]),
            ["cwd"] = In("${workspaceFolder}", home),
            ["console"] = "integratedTerminal",
            ["justMyCode"] = true,
        };
        return Text(new JsonObject
        {
            ["version"] = "0.2.0",
            ["configurations"] = new JsonArray(
                Configuration($"{assignment.Number}: step through the failing interleaving", "replay", "--last",
                    $"{assignment.Number}", "--debug"),
                Configuration($"{assignment.Number}: the demo on my class", "run", $"{assignment.Number}", "--mine"),
                new JsonObject
                {
                    ["name"] = "attach to a workbook that waits",
                    ["type"] = "coreclr",
                    ["request"] = "attach",
                    ["processId"] = "${command:pickProcess}",
                    ["justMyCode"] = true,
                }),
        });
    }

    // Visual Studio and Rider.
    private static string LaunchSettings(Assignment assignment, string program, string home)
    {
        JsonObject Profile(string arguments) => new()
        {
            ["commandName"] = "Executable",
            ["executablePath"] = "dotnet",
            ["commandLineArgs"] = $"\"{program}\" {arguments}",
            ["workingDirectory"] = In("$(ProjectDir)", home),
        };
        return Text(new JsonObject
        {
            ["profiles"] = new JsonObject
            {
                ["step through the failing interleaving"] = Profile($"replay --last {assignment.Number} --debug"),
                ["the demo on my class"] = Profile($"run {assignment.Number} --mine"),
            },
        });
    }

    // On another drive there is no way from one to the other.
    private static string In(string folder, string path) => Path.IsPathRooted(path) ? path : $"{folder}/{path}";

    private static string Text(JsonObject document) => document.ToJsonString(new JsonSerializerOptions
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    }).ReplaceLineEndings("\n") + "\n";
}
