using System.Reflection;
using Workbook.Examples.Cli;

namespace Workbook.Examples.Tests.Cli;

/// <summary>The command with the exercises of this folder, as a program of its own.</summary>
public static class SampleProgram
{
    public static int Main(string[] args) => Host.Run(args, Assembly.GetExecutingAssembly());
}
