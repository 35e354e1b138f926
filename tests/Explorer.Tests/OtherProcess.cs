using System.Diagnostics;
using Workbook.Explorer.Tests.Strategies;

namespace Workbook.Explorer.Tests;

/// <summary>What <c>dotnet Explorer.Tests.dll</c> does: it prints what each strategy comes to, so that a test can compare it with
/// what another process comes to.</summary>
internal static class OtherProcess
{
    public static void Main(string[] which) =>
        Console.Write(which is ["async"] ? Outcomes.AllAsync() : Outcomes.All());

    /// <summary>What it prints.</summary>
    public static string Run(params string[] which)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { typeof(OtherProcess).Assembly.Location },
            RedirectStandardOutput = true,
        };
        foreach (var argument in which) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)));
            return output.GetAwaiter().GetResult();
        }
        finally { process.Kill(); }
    }
}
